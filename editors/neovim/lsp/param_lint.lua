-- param-lint in Neovim 0.11 or newer: put this file into a folder `lsp` of your configuration.
return {
  cmd = { "param-lint", "server" },
  filetypes = { "python" },
  root_markers = { "pyproject.toml", ".git" },
  -- Options as in [tool.param-lint], for example { ["keras-version"] = "2" }.
  settings = { ["param-lint"] = vim.empty_dict() },
}
