import type { Agent } from './agent.ts';

export const qwenCode: Agent = {
  id: 'qwen-code',
  kind: 'agent',
  title: 'Qwen Code',
  vendors: ['alibaba'],
  aliases: ['qwen', 'qwen code'],
  env: [{ QWEN_CODE: true }],
  processes: ['qwen'],
  packages: ['@qwen-code/qwen-code'],
  addresses: ['qwen-coder@alibabacloud.com'],
};
