import { textOf } from '../payload.ts';
import { command, foreign, looks, patch, read, replace, type ReadTool, type ToolTable, write } from '../tool-table.ts';

const PATH = ['path', 'file_path'];
const create = write(PATH, ['file_text', 'content']);
const edit = replace(PATH, 'old_str', 'new_str', 'replace_all');
const view = read(...PATH);

/** One tool for all, before 0.0.330 or so: the command says which. */
const editor: ReadTool = (input, shell) => {
  switch (textOf(input, 'command')) {
    case 'view':
      return view(input, shell);
    case 'create':
      return create(input, shell);
    case 'str_replace':
      return edit(input, shell);
    default:
      return foreign('', 'str_replace_editor', { ...input, command: null }, shell);
  }
};

export const tools: ToolTable = {
  bash: command(['command'], []),
  powershell: command(['command'], [], 'powershell'),
  write_bash: command(['input'], []),
  write_powershell: command(['input'], [], 'powershell'),
  create,
  edit,
  str_replace: edit,
  str_replace_editor: editor,
  apply_patch: patch('input', 'patch'),
  view,
  ...Object.fromEntries(
    [
      'read_bash',
      'stop_bash',
      'list_bash',
      'read_powershell',
      'stop_powershell',
      'list_powershell',
      'glob',
      'grep',
      'rg',
      'task',
      'skill',
      'sql',
      'session_store_sql',
      'read_agent',
      'list_agents',
      'write_agent',
      'ask_user',
      'report_intent',
      'update_todo',
      'exit_plan_mode',
      'web_fetch',
      'web_search',
      'fetch_copilot_cli_documentation',
      'store_memory',
    ].map((name) => [name, looks]),
  ),
};
