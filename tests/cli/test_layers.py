"""`param-lint layers`: every layer has a page, which says what the declaration gives."""

import json

from param_lsp.analysis import layer_page, layer_pages
from param_lsp.catalogue import find, layer_names
from param_lsp.cli.status import FINE, WRONG_USE

# What can be said of no input: they run code of the user's, or stand only inside another layer.
WITHOUT_OUTPUT = {
    *("FlaxLayer", "JaxLayer", "Lambda", "TFSMLayer", "TorchModuleWrapper", "Wrapper", "Pipeline"),
    *("GRUCell", "LSTMCell", "SimpleRNNCell", "StackedRNNCells", "InputLayer", "HashedCrossing", "Merge"),
}


def test_a_layer_is_told_with_letters_and_with_numbers(param_lint):
    done = param_lint("layers", "Dense")
    assert done.status == FINE
    lines = done.out.splitlines()
    assert lines[0].startswith("Dense(units, activation=None, use_bias=True, ")
    assert "output       (None, units)" in lines
    assert "weights      kernel  (features, units)" in lines
    assert "parameters   features×units + units" in lines
    assert "example      Dense(units=10) on (None, 64) gives (None, 10): 64×10 + 10 = 650 parameters" in lines
    assert "Keras 1      output_dim is units today" in lines


def test_an_alias_leads_to_its_layer(param_lint):
    done = param_lint("layers", "MaxPool2D")
    assert done.out == param_lint("layers", "MaxPooling2D").out
    assert "output       (None, ⌊height/2⌋, ⌊width/2⌋, channels)" in done.out


def test_a_removed_layer_says_what_to_write_today(param_lint):
    assert "Keras 3 no longer has it; write LSTM today" in param_lint("layers", "CuDNNLSTM").out


def test_an_unknown_layer_names_the_nearest(param_lint):
    done = param_lint("layers", "Dens")
    assert (done.status, done.out) == (WRONG_USE, "")
    assert done.err == "there is no layer 'Dens'; did you mean 'Dense'?\n"
    assert param_lint("layers", "xyzzy").err == "there is no layer 'xyzzy'; see `param-lint layers`\n"


def test_the_list_has_every_layer_once(param_lint):
    listed = [line.split()[0] for line in param_lint("layers").out.splitlines() if line.startswith("  ")]
    assert sorted(listed) == sorted({find(name).name for name in layer_names()})


def test_json_has_what_the_text_has(param_lint):
    (entry,) = json.loads(param_lint("layers", "Conv2D", "--format", "json").out)["layers"]
    assert entry["parameters"][:2] == [{"name": "filters", "default": None}, {"name": "kernel_size", "default": None}]
    assert entry["general"]["weights"][0] == {
        "name": "kernel",
        "shape": "(kernel_size, kernel_size, channels, filters)",
        "trainable": True,
    }
    assert entry["example"]["output"] == "(None, 26, 26, 32)"
    assert len(json.loads(param_lint("layers", "--format", "json").out)["layers"]) == len(layer_pages())


def test_markdown_is_a_page(param_lint):
    assert param_lint("layers", "Dense", "--format", "markdown").out.startswith("# Dense\n")


def test_all_but_a_few_layers_give_an_output():
    without = {page.name for page in layer_pages() if page.general.output is None or page.example.output is None}
    assert without == WITHOUT_OUTPUT
    assert all(page.general.why is not None for page in layer_pages() if page.general.output is None)


def test_older_names_are_those_of_the_layer():
    page = layer_page("Dropout")
    assert page is not None
    assert page.older_names == (("p", "rate"),)
    assert layer_page("RandomFlip").older_names == ()
