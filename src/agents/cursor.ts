import type { Agent } from './agent.ts';
import { cursorHost } from './cursor/host.ts';

/** `CURSOR_TRACE_ID` alone is the terminal of its editor, where a person may sit. */
export const cursor: Agent = {
  id: 'cursor',
  kind: 'agent',
  title: 'Cursor',
  vendors: ['unknown'],
  aliases: ['cursor-agent', 'cursor-cli', 'cursor agent'],
  env: [{ CURSOR_AGENT: true }, { HOSTNAME: 'cursor' }],
  processes: ['cursor-agent'],
  addresses: ['cursoragent@cursor.com'],
  apps: { 'cursor[bot]': 206951365 },
  host: cursorHost,
};
