"""`gym.make`: the spaces of the environments that tutorials use."""

from __future__ import annotations

import re

from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.values import Call, LibraryObject, Value

_TYPE = "gym.Env"
_Space = int | tuple[int, ...]  # how many members, or the shape of one where they are not discrete
# name without its version -> (observations, actions)
_ENVIRONMENTS: dict[str, tuple[_Space, _Space]] = {
    "CartPole": ((4,), 2),
    "MountainCar": ((2,), 3),
    "MountainCarContinuous": ((2,), (1,)),
    "Acrobot": ((6,), 3),
    "Pendulum": ((3,), (1,)),
    "LunarLander": ((8,), 4),
    "LunarLanderContinuous": ((8,), (2,)),
    "BipedalWalker": ((24,), (4,)),
    "CarRacing": ((96, 96, 3), (3,)),
    "FrozenLake": (16, 4),
    "FrozenLake8x8": (64, 4),
    "Taxi": (500, 6),
}
# Actions of Atari games, whose names also say how frames are skipped; a picture is (210, 160, 3), the memory (128,).
_ATARI = {
    "Breakout": 4, "Pong": 6, "SpaceInvaders": 6, "MsPacman": 9, "Seaquest": 18, "Qbert": 6, "Enduro": 9,
    "BeamRider": 9, "Freeway": 3, "Boxing": 18, "Assault": 7, "Asteroids": 14, "Riverraid": 18, "Tennis": 18,
}  # fmt: skip
_ATARI_NAME = re.compile(r"(?:ALE/)?(?P<game>[A-Za-z]+?)(?P<ram>-ram)?(?:Deterministic|NoFrameskip)?-v\d+")


@function("gym.make gymnasium.make", "id, *rest, **more")
def make(call: Call, arguments: Bound) -> Value:
    """Make an environment with its spaces."""
    name = arguments["id"]
    if not isinstance(name, str):
        return call.unknown("it is not known which environment is made")
    known = _ENVIRONMENTS.get(name.partition("-v")[0]) or _atari(name)
    if known is None or arguments["rest"]:
        return call.unknown("the environment {name} is not among those known here", name=name)
    observation, actions = known
    fields: dict[str, Value] = {"observation_space": _space(observation), "action_space": _space(actions)}
    return LibraryObject(_TYPE, fields)


def _space(members: _Space) -> LibraryObject:
    if isinstance(members, int):
        return LibraryObject("gym.spaces.Discrete", {"n": members, "shape": ()})
    return LibraryObject("gym.spaces.Box", {"shape": members, "dtype": "float32"})


def _atari(name: str) -> tuple[_Space, _Space] | None:
    found = _ATARI_NAME.fullmatch(name)
    actions = _ATARI.get(found["game"]) if found is not None else None
    return None if found is None or actions is None else ((128,) if found["ram"] else (210, 160, 3), actions)


@function(
    "gym.wrappers.Monitor gym.wrappers.RecordVideo gymnasium.wrappers.RecordVideo gym.wrappers.TimeLimit",
    "env, *rest, **more",
)
def wrapped(_call: Call, arguments: Bound) -> Value:
    """Give the environment: these wrappers leave its spaces as they are."""
    return arguments["env"]
