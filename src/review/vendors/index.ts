import type { Vendor } from './reviewer.ts';

export type LoadVendor = () => Promise<{ readonly vendor: Vendor }>;

/**
 * Every way to reach a model, loaded only when it is asked. The build makes a bundle of its own of this file, which the
 * engine opens at need: no commit pays for an SDK.
 */
export const vendors: Readonly<Record<string, LoadVendor>> = {
  anthropic: () => import('./anthropic.ts'),
  openai: () => import('./openai.ts'),
  'openai-compatible': () => import('./openai-compatible.ts'),
  google: () => import('./google.ts'),
  'claude-cli': () => import('./claude-cli.ts'),
  'codex-cli': () => import('./codex-cli.ts'),
  'gemini-cli': () => import('./gemini-cli.ts'),
};
