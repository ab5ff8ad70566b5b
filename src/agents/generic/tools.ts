import type { Shell } from '../../model/call.ts';
import { optionalText, textOf } from '../payload.ts';
import {
  command,
  looks,
  patch,
  read,
  remove,
  replaceMany,
  type ReadTool,
  type ToolTable,
  write,
} from '../tool-table.ts';

const SHELLS: readonly Shell[] = ['sh', 'powershell', 'cmd'];

const inShell: ReadTool = (input) => {
  const named = optionalText(input, 'shell') ?? 'sh';
  const shell = SHELLS.find((one) => one === named);
  if (shell === undefined) throw new Error(`"shell" is not known: ${named.slice(0, 20)}`);
  return command(['command'], [], shell)(input, shell);
};

/** The keys of each tool: docs/agents.md. */
export const tools: ToolTable = {
  command: inShell,
  write: write(['path'], ['text']),
  replace: replaceMany(['path'], 'old', 'new', 'all'),
  patch: patch('text'),
  delete: remove('path'),
  move: (input) => [{ kind: 'move', path: textOf(input, 'path'), to: textOf(input, 'to') }],
  read: read('path'),
  look: looks,
};
