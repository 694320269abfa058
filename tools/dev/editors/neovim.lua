-- What a user of Neovim sees of async-clangd, run by tools/dev/try-editors: nvim --headless -u NONE -c 'luafile neovim.lua'
-- with the server as $ASYNC_CLANGD, and a.cpp of the current folder as the file. Prints what was seen, and ends with 1 at the
-- first thing that was not.
local patience = 120000

local function say(text) io.stdout:write('  ' .. text .. '\n') end

local function expect(condition, what)
  if condition then return end
  io.stderr:write('Neovim: ' .. what .. '\n')
  vim.cmd('cquit 1')
end

local function wait(condition, what) expect(vim.wait(patience, condition, 50), what) end

local function main()
  vim.cmd('edit a.cpp')
  local buffer = vim.api.nvim_get_current_buf()
  local client = vim.lsp.start_client({
    name = 'async-clangd', root_dir = vim.fn.getcwd(),
    cmd = { vim.env.ASYNC_CLANGD, '--log=error', '--background-index=false', '--background-async-index=false' },
  })
  vim.lsp.buf_attach_client(buffer, client)

  local function finding(name)
    for _, each in ipairs(vim.diagnostic.get(buffer)) do
      if each.code == name then return each end
    end
  end

  -- The squiggle: an underline that the editor draws on the line of the finding.
  local function squiggle(line)
    for _, namespace in pairs(vim.diagnostic.get_namespaces()) do
      local drawn = namespace.user_data.underline_ns
      if drawn then
        for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(buffer, drawn, { line, 0 }, { line, -1 }, { details = true })) do
          if mark[4].hl_group == 'DiagnosticUnderlineWarn' then return true end
        end
      end
    end
    return false
  end

  wait(function() return finding('async-discarded-result') ~= nil end, 'no diagnostic came')
  local line = finding('async-discarded-result').lnum
  expect(vim.api.nvim_buf_get_lines(buffer, line, line + 1, true)[1] == '  value();', 'the finding is on another line')
  wait(function() return squiggle(line) end, 'the line of the finding is not underlined')
  say('underlines line ' .. line + 1 .. ': ' .. finding('async-discarded-result').message)

  vim.api.nvim_buf_set_lines(buffer, 1, 1, true, { '// typed', '' })
  wait(function() return finding('async-discarded-result').lnum == line + 2 and squiggle(line + 2) and not squiggle(line) end,
    'the underline does not move with what is typed')
  line = line + 2
  say('the underline moves to line ' .. line + 1 .. ' while one types above it')

  -- A related place, from the stored diagnostic.
  local related = finding('async-unawaited-task').user_data.lsp.relatedInformation[1]
  vim.lsp.util.jump_to_location(related.location, vim.lsp.get_client_by_id(client).offset_encoding)
  local at = vim.api.nvim_win_get_cursor(0)[1]
  expect(vim.api.nvim_get_current_line():find('std::move(later)', 1, true), 'the related place is on another line')
  say('opens the related place, line ' .. at .. ': ' .. related.message)

  local offered = {}
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      local text = options.format_item(item)
      table.insert(offered, text)
    end
    choose(items[1], 1)
  end
  vim.api.nvim_win_set_cursor(0, { line + 1, 3 })
  vim.lsp.buf.code_action()
  wait(function() return vim.api.nvim_buf_get_lines(buffer, line, line + 1, true)[1] == '  co_await value();' end,
    'the fix was not applied')
  wait(function() return not finding('async-discarded-result') end, 'the finding stays although it is mended')
  say('applies the fix' .. (offered[1] and ' "' .. offered[1] .. '"' or '') .. ', and the finding goes')
  vim.lsp.stop_client(client)
end

local ended, problem = pcall(main)
expect(ended, tostring(problem))
vim.cmd('qall!')
