import type { Handler } from './start.ts';

export const interpreters: Readonly<Record<string, Handler>> = {};
