import { fieldsOf, listOf } from '../payload.ts';
import {
  command,
  looks,
  read,
  remove,
  replace,
  replacement,
  type ReadTool,
  type ToolTable,
  write,
} from '../tool-table.ts';

const FILE = ['file_path', 'path', 'target_file'];

/** `edits` of an edit that has been made. */
const edited: ReadTool = (input) => {
  const edits = listOf(input, 'edits').map((edit) =>
    replacement(fieldsOf(edit, 'an edit'), 'old_string', 'new_string', 'replace_all'),
  );
  const [path] = read(...FILE)(input, 'sh');
  return path?.kind === 'read' ? [{ kind: 'replace', path: path.path, replacements: edits }] : [];
};

/** Some of its events are about one tool, and say what it is given at the top. */
export const tools: ToolTable = {
  beforeShellExecution: command(['command'], []),
  afterShellExecution: command(['command'], []),
  beforeReadFile: read(...FILE),
  beforeTabFileRead: read(...FILE),
  afterFileEdit: edited,
  Shell: command(['command'], ['working_directory', 'cwd']),
  Bash: command(['command'], ['working_directory', 'cwd']),
  Write: write(FILE, ['contents', 'content']),
  StrReplace: replace(FILE, 'old_string', 'new_string', 'replace_all'),
  Edit: replace(FILE, 'old_string', 'new_string', 'replace_all'),
  Delete: remove(...FILE),
  Read: read(...FILE),
  Grep: looks,
  Glob: looks,
  LS: looks,
  Task: looks,
  TodoWrite: looks,
  WebSearch: looks,
  WebFetch: looks,
  SemanticSearch: looks,
  ReadLints: looks,
  AskQuestion: looks,
  SwitchMode: looks,
};
