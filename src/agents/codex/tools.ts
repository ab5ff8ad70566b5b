import { command, looks, patch, replace, type ToolTable, write } from '../tool-table.ts';

const shell = command(['command', 'cmd'], ['workdir', 'cwd']);

/** The hook sees `Bash` for every way to start a command; the other names are what the model and older versions say. */
export const tools: ToolTable = {
  Bash: shell,
  shell,
  shell_command: shell,
  local_shell: shell,
  exec_command: shell,
  container_exec: shell,
  'container.exec': shell,
  // no event reaches us today (see limits), but should one come: what is typed may be a command
  write_stdin: command(['chars', 'input'], []),
  apply_patch: patch('command', 'input', 'patch'),
  Write: write(['file_path', 'path'], ['content']),
  Edit: replace(['file_path', 'path'], 'old_string', 'new_string', 'replace_all'),
  view_image: looks,
  update_plan: looks,
  request_user_input: looks,
  web_search: looks,
  tool_search: looks,
  get_goal: looks,
  create_goal: looks,
  update_goal: looks,
  multi_agent_v1: looks,
  spawn_agent: looks,
  send_input: looks,
  wait: looks,
  wait_agent: looks,
  close_agent: looks,
  resume_agent: looks,
  list_dir: looks,
  grep_files: looks,
  list_mcp_resources: looks,
  list_mcp_resource_templates: looks,
  read_mcp_resource: looks,
};
