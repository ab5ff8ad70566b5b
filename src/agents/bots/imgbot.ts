import type { Agent } from '../agent.ts';

export const imgbot: Agent = {
  id: 'imgbot',
  kind: 'bot',
  title: 'ImgBot',
  vendors: [],
  addresses: ['imgbothelp@gmail.com'],
  apps: { 'imgbot[bot]': 31301654 },
};
