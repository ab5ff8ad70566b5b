import type { OpenAI } from 'openai';
import type { Line } from './reviewer.ts';
import type { Wire } from './wire.ts';

/** The deadline is ours: the line's signal. */
const LONG = 3_600_000;

/**
 * Everything that the SDK would take from the environment is said here: `OPENAI_API_KEY`, `_ADMIN_KEY`, `_BASE_URL`, `_ORG_ID`,
 * `_PROJECT_ID`, `_WEBHOOK_SECRET`, `_LOG`. `OPENAI_CUSTOM_HEADERS` cannot be turned off, so the wire makes its own headers.
 */
export async function openClient({ key }: Line, at: { readonly wire: Wire; readonly base: string }): Promise<OpenAI> {
  const { OpenAI: Client } = await import('openai');
  return new Client({
    apiKey: key ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: at.base,
    maxRetries: 0, // 6.49 does not hear an abort while it waits between its own tries
    timeout: LONG,
    logLevel: 'off',
    fetch: at.wire.fetch,
  });
}
