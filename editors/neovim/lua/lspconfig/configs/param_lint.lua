-- param-lint for Neovim before 0.11, whose nvim-lspconfig finds this file by its name on the runtime path:
--   require("lspconfig").param_lint.setup({})
local util = require("lspconfig.util")

return {
  default_config = {
    cmd = { "param-lint", "server" },
    filetypes = { "python" },
    root_dir = util.root_pattern("pyproject.toml", ".git"),
    single_file_support = true,
    settings = { ["param-lint"] = vim.empty_dict() },
  },
  docs = { description = "Shapes, parameters and misfits of Keras models, from the text alone." },
}
