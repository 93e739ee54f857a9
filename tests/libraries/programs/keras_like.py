"""What a label array's classes are after a split: never a number that the split may change."""

import numpy as np
from sklearn.datasets import load_digits, load_iris, load_wine
from sklearn.model_selection import KFold, StratifiedShuffleSplit, train_test_split

X, y = load_digits(return_X_y=True)
images = X.reshape(-1, 8, 8, 1) / 16.0
X_train, X_val, y_train, y_val = train_test_split(images, y, test_size=0.2, random_state=0)
X_val, X_test, y_val, y_test = train_test_split(X_val, y_val, test_size=0.5, random_state=0)
input_shape = X_train.shape[1:]
few = y_test[:5]
distinct = len(set(few))
most = few.max() + 1
eye = np.eye(10)[y_train]
hot = (np.arange(10) == y[:, None]).astype(int)
zeros = np.zeros((len(y), y.max() + 1))
zeros[np.arange(len(y)), y] = 1
index = np.arange(len(X))
np.random.shuffle(index)
cut = int(0.7 * len(X))
train, test = X[index[:cut]], X[index[cut:]]
np.random.seed(0)
mask = np.random.rand(len(X)) < 0.8
masked = X[mask]
only = X[y < 5]
pairs = X[np.where(y == 3)]
names = load_wine().feature_names
columns = len(names)
wine = load_wine(as_frame=True).frame
kinds = wine["target"].nunique()
parts = np.array_split(np.arange(10), 3)
means = X_train.mean(axis=(0, 1, 2))
iris = load_iris()
features = iris.data.shape[1]
classes = len(iris.target_names)
targets = len(np.unique(iris.target))
# open: distinct, most, masked, only, pairs, names
