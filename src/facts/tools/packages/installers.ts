import type { Deed } from '../deeds.ts';

/** Commands that fetch packages by name; `from` is where the names begin among the plain words. */
export type Installer = Deed & { readonly ecosystem: string; readonly from: number };

export const installers: readonly Installer[] = [
  { tools: 'npm', words: /^(?:i|install|add|in|isntall)\s/, ecosystem: 'npm', from: 1 },
  { tools: 'yarn pnpm bun', words: /^(?:add|install|i)\s/, ecosystem: 'npm', from: 1 },
  {
    tools: 'pip pip2 pip3 pip3.8 pip3.9 pip3.10 pip3.11 pip3.12 pip3.13 pip3.14',
    words: /^install\s/,
    not: /(?:^|\s)(?:-r|--requirement|-e|--editable)(?:\s|=)/,
    ecosystem: 'python',
    from: 1,
  },
  { tools: 'uv', words: /^add\s/, ecosystem: 'python', from: 1 },
  { tools: 'uv', words: /^pip install\s/, not: /(?:^|\s)(?:-r|-e)\s/, ecosystem: 'python', from: 2 },
  { tools: 'poetry pdm pipenv rye hatch', words: /^(?:add|install)\s/, ecosystem: 'python', from: 1 },
  { tools: 'cargo', words: /^(?:add|install)\s/, ecosystem: 'cargo', from: 1 },
  { tools: 'gem', words: /^install\s/, ecosystem: 'ruby', from: 1 },
];
