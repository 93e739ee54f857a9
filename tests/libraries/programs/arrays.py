"""NumPy: every word of the list of what is followed."""

import numpy as np

a = np.zeros((4, 6))
b = np.arange(24).reshape(4, 6)
c = b.reshape(-1, 2, 3)
d = np.transpose(c, (2, 0, 1))
t = b.T
e = np.expand_dims(b, -1)
e0 = np.expand_dims(b, axis=(0, 3))
n = b[:, np.newaxis]
n1 = b[..., None]
s = b[1:3, ::2]
s1 = b[-1]
s2 = b[:, [0, 2]]
s3 = b[b > 3]
s4 = b[[True, False, True, False]]
v = np.vstack([a, b])
h = np.hstack((a, b))
st = np.stack([a, b], axis=1)
ds = np.dstack([a, b])
cs = np.column_stack((a[:, 0], b))
cc = np.concatenate([a, b], axis=-1)
app = np.append(a, b, axis=0)
app1 = np.append(a, 3)
sq = np.squeeze(e)
r = b.ravel()
f = c.flatten()
w = np.where(b > 3, 1, 0)
w1 = np.where(b > 3)[0]
m = b.mean(axis=0)
m1 = b.sum(axis=(0, 1), keepdims=True)
mx = b.max()
g = a + b[0]
g1 = a[:, :1] * np.ones((1, 6))
u = np.unique([1, 2, 2, 3])
k = np.max([0, 1, 2]) + 1
eye = np.eye(3)[[0, 2, 1, 1]]
rnd = np.random.rand(3, 4)
rnd1 = np.random.randn(5)
rnd2 = np.random.randint(0, 10, size=(7, 2))
rnd3 = np.random.default_rng(0).normal(size=(2, 3))
rnd4 = np.random.uniform(size=8)
perm = np.random.permutation(10)
sh = np.array([[1, 2, 3], [4, 5, 6]])
ls = np.linspace(0, 1, 11)
rep = np.repeat(b, 2, axis=1)
til = np.tile(b, (2, 1))
rol = np.roll(b, 1)
sp = np.split(b, 2)
sp1 = np.array_split(b[:, 0], 3)[0]
dl = np.delete(b, 0, axis=1)
ins = np.insert(b, 0, 1, axis=1)
pad = np.pad(b, ((0, 1), (2, 2)))
swp = np.swapaxes(c, 0, 2)
mv = np.moveaxis(c, -1, 0)
fl = np.full((2, 2), 7)
emp = np.empty_like(b, dtype="float32")
asr = np.asarray([[1.0, 2.0]])
dot = a @ b.T
dt = np.dot(a, b.T)
ein = np.einsum("ij,kj->ik", a, b)
srt = np.sort(b, axis=1)
arg = np.argmax(b, axis=1)
cl = np.clip(b, 0, 3).astype("float32")
df = np.diff(b, axis=0)
cum = np.cumsum(b)
mesh = np.meshgrid(np.arange(3), np.arange(4))[0]
fls = np.flip(b, 0)
tri = np.triu(np.ones((3, 3)))
out = np.outer(np.arange(3), np.arange(4))
hi = np.histogram(b, bins=5)[0]
res = np.resize(b, (3, 3))
nz = np.count_nonzero(b)
bc = np.broadcast_to(b[0], (3, 6))
c_ = np.c_[b[:, 0], b[:, 1]]
r_ = np.r_[b[0], b[1]]
msk = np.isnan(a).any()
win = np.lib.stride_tricks.sliding_window_view(np.arange(10), 3)
ix = b[np.ix_([0, 2], [1, 3, 5])]
tk = np.take(b, [0, 1], axis=1)
at3 = np.atleast_2d(np.arange(3))
rows, cols = b.shape
size = b.size
nd = c.ndim
total = np.prod(c.shape[1:])
given = np.arange(12)
given.shape = (3, 4)
# open: w1, s3, mx, nz, msk
