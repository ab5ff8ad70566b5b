import { command, looks, patch, read, replace, replaceMany, type ToolTable, write } from '../tool-table.ts';

const FILE = ['filePath', 'file_path'];

export const tools: ToolTable = {
  bash: command(['command'], ['workdir']),
  write: write(FILE, ['content']),
  edit: replace(FILE, 'oldString', 'newString', 'replaceAll'),
  multiedit: replaceMany(FILE, 'oldString', 'newString', 'replaceAll'),
  patch: patch('patchText', 'patch'),
  apply_patch: patch('patchText', 'patch'),
  read: read(...FILE),
  glob: looks,
  grep: looks,
  list: looks,
  lsp: looks,
  question: looks,
  skill: looks,
  task: looks,
  todoread: looks,
  todowrite: looks,
  webfetch: looks,
  websearch: looks,
  codesearch: looks,
  plan_enter: looks,
  plan_exit: looks,
  invalid: looks,
};
