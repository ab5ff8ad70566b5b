import { command, looks, notebook, patch, read, replace, replaceMany, type ToolTable, write } from '../tool-table.ts';

const FILE = ['file_path'];

/** Names as of 2.1.329, and those of older versions. */
export const tools: ToolTable = {
  Bash: command(['command'], []),
  PowerShell: command(['command'], [], 'powershell'),
  Monitor: command(['command'], []),
  Write: write(FILE, ['content']),
  Edit: replace(FILE, 'old_string', 'new_string', 'replace_all'),
  MultiEdit: replaceMany(FILE, 'old_string', 'new_string', 'replace_all'),
  NotebookEdit: notebook,
  Read: read('file_path'),
  NotebookRead: read('notebook_path'),
  ApplyPatch: patch('patch', 'input', 'command'),
  ...Object.fromEntries(lookingTools().map((name) => [name, looks])),
};

/** Never asked about. Everything else is, also what a later version brings: see the matcher in settings.ts. */
export function lookingTools(): readonly string[] {
  return [
    'Glob',
    'Grep',
    'LS',
    'LSP',
    'TodoRead',
    'TodoWrite',
    'TaskCreate',
    'TaskGet',
    'TaskList',
    'TaskUpdate',
    'TaskOutput',
    'TaskStop',
    'BashOutput',
    'KillShell',
    'KillBash',
    'WebSearch',
    'WebFetch',
    'Task',
    'Agent',
    'ListAgents',
    'Skill',
    'SlashCommand',
    'ToolSearch',
    'DeferredToolPlaceholder',
    'AskUserQuestion',
    'EnterPlanMode',
    'ExitPlanMode',
    'EnterWorktree',
    'ListMcpResourcesTool',
    'ReadMcpResourceTool',
    'CronCreate',
    'CronDelete',
    'CronList',
    'ScheduleWakeup',
    'SendMessage',
    'ReportFindings',
    'StructuredOutput',
    'Workflow',
  ];
}
