---@brief
---
--- Shapes, parameters and misfits of Keras models, from the text alone: for Neovim 0.11 or newer, with or without
--- nvim-lspconfig. Put this file into a folder `lsp` on the runtime path.

-- Show a model's summary in a window, or put it on the clipboard; a code lens above the model calls these
-- (`vim.lsp.codelens.refresh()` asks for lenses, `vim.lsp.codelens.run()` calls the one on the cursor's line).
local function summary(format, use)
  return function(command, ctx)
    local client = assert(vim.lsp.get_client_by_id(ctx.client_id))
    local arguments = { command.arguments[1], command.arguments[2], format }
    local params = { command = "param-lint.summary", arguments = arguments }
    client:request("workspace/executeCommand", params, function(_, text)
      if text and text ~= "" then
        use(text)
      end
    end, ctx.bufnr)
  end
end

local function show(text)
  vim.lsp.util.open_floating_preview(vim.split(text, "\n"), "", { border = "rounded", focusable = true })
end

local function copy(text)
  vim.fn.setreg("+", text)
end

-- Open the page of the rule whose finding is on the cursor's line: what it means, why, and what to write instead.
local function open_rule()
  local here = { lnum = vim.api.nvim_win_get_cursor(0)[1] - 1 }
  for _, finding in ipairs(vim.diagnostic.get(0, here)) do
    local page = finding.source == "param-lint" and vim.tbl_get(finding, "user_data", "lsp", "codeDescription", "href")
    if page then
      return vim.cmd.split(vim.fn.fnameescape(vim.uri_to_fname(page)))
    end
  end
  vim.notify("param-lint finds nothing on this line", vim.log.levels.INFO)
end

local capabilities = vim.lsp.protocol.make_client_capabilities()
capabilities.textDocument.publishDiagnostics.codeDescriptionSupport = true
capabilities.experimental = { commands = { commands = { "param-lint.showSummary", "param-lint.copySummary" } } }

---@type vim.lsp.Config
return {
  cmd = { "param-lint", "server" },
  filetypes = { "python" },
  capabilities = capabilities,
  commands = {
    ["param-lint.showSummary"] = summary("table", show),
    ["param-lint.copySummary"] = summary("markdown", copy),
  },
  root_markers = { "pyproject.toml", ".git" },
  on_attach = function(_, buffer)
    vim.api.nvim_buf_create_user_command(buffer, "ParamLintRule", open_rule, { desc = "Open the page of a rule" })
  end,
  -- Neovim does not tell a server its language; `language = "auto"` is that of the system's messages.
  before_init = function(params)
    params.locale = vim.v.lang:match("^%a%a_?%a*")
  end,
  -- Options as in [tool.param-lint], for example { ["keras-version"] = "2", language = "ko" }.
  settings = { ["param-lint"] = vim.empty_dict() },
}
