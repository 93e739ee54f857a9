-- Opens a file as a user would, waits for its hints and prints the screen; for documentation and tests.
--   nvim --headless --clean -u editors/neovim/capture.lua FILE
-- PARAM_LINT_COMMAND starts another server (words split at blanks); PARAM_LINT_JSON=1 prints facts instead.
local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, "S").source:sub(2)))
vim.opt.runtimepath:prepend(here)
vim.o.columns, vim.o.swapfile, vim.o.showmode = 132, false, false
local command = vim.env.PARAM_LINT_COMMAND
if command then
  vim.lsp.config("param_lint", { cmd = vim.split(command, " ") })
end
vim.lsp.enable("param_lint")
vim.lsp.inlay_hint.enable(true)
vim.diagnostic.config({ virtual_text = true })

local function drawn(buffer)
  local marks = {}
  local namespace = vim.api.nvim_get_namespaces()["nvim.lsp.inlayhint"]
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(buffer, namespace, 0, -1, { details = true })) do
    local text = ""
    for _, piece in ipairs(mark[4].virt_text or {}) do
      text = text .. piece[1]
    end
    table.insert(marks, { line = mark[2], column = mark[3], text = text })
  end
  return marks
end

local function screen()
  local lines = {}
  for row = 1, vim.o.lines - 2 do
    local line = ""
    for column = 1, vim.o.columns do
      line = line .. vim.fn.screenstring(row, column)
    end
    table.insert(lines, (line:gsub("%s+$", "")))
  end
  while lines[#lines] == "" or lines[#lines] == "~" do
    table.remove(lines)
  end
  return lines
end

local function facts(buffer)
  local diagnostics = {}
  for _, found in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(diagnostics, { line = found.lnum, column = found.col, code = found.code, message = found.message })
  end
  local hints = {}
  for _, found in ipairs(vim.lsp.inlay_hint.get({ bufnr = buffer })) do
    local place = found.inlay_hint.position
    table.insert(hints, { line = place.line, column = place.character, text = found.inlay_hint.label })
  end
  return { hints = hints, drawn = drawn(buffer), diagnostics = diagnostics, screen = screen() }
end

vim.api.nvim_create_autocmd("VimEnter", {
  callback = function()
    local buffer = vim.api.nvim_get_current_buf()
    vim.o.lines = math.max(vim.api.nvim_buf_line_count(buffer) + 3, 10)
    local ready = vim.wait(30000, function()
      vim.cmd.redraw()
      return #vim.lsp.inlay_hint.get({ bufnr = buffer }) > 0 and #drawn(buffer) > 0
    end, 50)
    vim.wait(500) -- diagnostics arrive beside the hints
    vim.cmd.redraw()
    local answer = vim.env.PARAM_LINT_JSON and vim.json.encode(facts(buffer)) or table.concat(screen(), "\n")
    io.stdout:write(answer .. "\n")
    vim.cmd(ready and "quitall!" or "cquit 1")
  end,
})
