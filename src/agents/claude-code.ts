import type { Agent } from './agent.ts';
import { claudeCodeHost } from './claude-code/host.ts';

export const claudeCode: Agent = {
  id: 'claude-code',
  kind: 'agent',
  title: 'Claude Code',
  vendors: ['anthropic'],
  aliases: ['claude', 'claude-code-cli', 'claude-cli', 'claude code'],
  env: [
    { CLAUDECODE: true },
    { CLAUDE_CODE_ENTRYPOINT: true },
    { CLAUDE_CODE_SESSION_ID: true },
    { CLAUDE_CODE_REMOTE: true },
  ],
  session: ['CLAUDE_CODE_SESSION_ID'],
  processes: ['claude'],
  packages: ['@anthropic-ai/claude-code', '@anthropic-ai/claude-agent-sdk'],
  addresses: ['noreply@anthropic.com'],
  apps: { 'claude[bot]': 209825114 },
  trailers: ['claude-session'],
  lines: [
    /^(?:\u{1f916} ?)?generated with \[?claude code\]?(?: ?\(https:\/\/(?:claude\.(?:com|ai)|docs\.anthropic\.com)\/[\w./-]*\))?\.?$/iu,
  ],
  host: claudeCodeHost,
};
