import type { Use } from '../host.ts';
import { type Fields, listOf } from '../payload.ts';
import { command, looks, read, type ReadTool, replace, type ToolTable, write } from '../tool-table.ts';

const FILE = ['file_path', 'absolute_path'];

const readMany: ReadTool = (input: Fields): readonly Use[] =>
  listOf(input, input['include'] === undefined ? 'paths' : 'include').flatMap((path: unknown) =>
    typeof path === 'string' ? [{ kind: 'read', path }] : [],
  );

export const tools: ToolTable = {
  run_shell_command: command(['command'], ['dir_path', 'directory']),
  write_file: write(FILE, ['content']),
  replace: multiple(replace(FILE, 'old_string', 'new_string', 'allow_multiple')),
  read_file: read(...FILE),
  read_many_files: readMany,
  ...Object.fromEntries(lookingTools().map((name) => [name, looks])),
};

/** Older versions count: `expected_replacements: 3`. */
function multiple(reader: ReadTool): ReadTool {
  return (input, shell) =>
    reader({ ...input, allow_multiple: input['allow_multiple'] ?? input['expected_replacements'] }, shell);
}

export function lookingTools(): readonly string[] {
  return [
    'list_directory',
    'glob',
    'grep_search',
    'search_file_content',
    'google_web_search',
    'web_fetch',
    'write_todos',
    'save_memory',
    'update_topic',
    'enter_plan_mode',
    'exit_plan_mode',
    'invoke_agent',
    'delegate_to_agent',
    'activate_skill',
    'ask_user',
    'complete_task',
    'get_internal_docs',
    'list_background_processes',
    'read_background_output',
  ];
}
