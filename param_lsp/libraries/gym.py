"""`gym.make`: the spaces of the environments that tutorials use."""

from __future__ import annotations

from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.values import Call, LibraryObject, Value

_TYPE = "gym.Env"
# name without its version -> (shape of an observation, number of actions or, where they are not discrete, their shape)
_ENVIRONMENTS: dict[str, tuple[tuple[int, ...], int | tuple[int, ...]]] = {
    "CartPole": ((4,), 2),
    "MountainCar": ((2,), 3),
    "MountainCarContinuous": ((2,), (1,)),
    "Acrobot": ((6,), 3),
    "Pendulum": ((3,), (1,)),
    "LunarLander": ((8,), 4),
    "LunarLanderContinuous": ((8,), (2,)),
    "BipedalWalker": ((24,), (4,)),
    "CarRacing": ((96, 96, 3), (3,)),
}


@function("gym.make gymnasium.make", "id, *rest, **more")
def make(call: Call, arguments: Bound) -> Value:
    """Make an environment with its spaces."""
    name = arguments["id"]
    if not isinstance(name, str):
        return call.unknown("it is not known which environment is made")
    known = _ENVIRONMENTS.get(name.partition("-v")[0])
    if known is None or arguments["rest"]:
        return call.unknown("the environment {name} is not among those known here", name=name)
    observation, actions = known
    action_fields: dict[str, Value] = {"n": actions, "shape": ()} if isinstance(actions, int) else {"shape": actions}
    fields: dict[str, Value] = {
        "observation_space": LibraryObject("gym.spaces.Box", {"shape": observation, "dtype": "float32"}),
        "action_space": LibraryObject(
            "gym.spaces.Discrete" if isinstance(actions, int) else "gym.spaces.Box", action_fields
        ),
    }
    return LibraryObject(_TYPE, fields)


@function(
    "gym.wrappers.Monitor gym.wrappers.RecordVideo gymnasium.wrappers.RecordVideo gym.wrappers.TimeLimit",
    "env, *rest, **more",
)
def wrapped(_call: Call, arguments: Bound) -> Value:
    """Give the environment: these wrappers leave its spaces as they are."""
    return arguments["env"]
