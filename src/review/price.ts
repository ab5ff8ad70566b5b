import type { Price, ReviewerRule, Tokens } from '../model/review.ts';

/** When somebody last held the table against the vendors' public lists. They change: `price:` of a reviewer counts first. */
export const PRICES_AS_OF = '2026-11';

type Row = readonly [via: string, model: string, input: number, cached: number, output: number];
/**
 * Money (US dollars) for a million tokens, short context, no batch. Models whose price steps up with the length of the
 * question, and those of which nobody was sure, are not here: unknown is counted by tokens alone, and said.
 */
const ROWS: readonly Row[] = [
  ['anthropic', 'claude-fable-5-1', 10, 0.25, 50],
  ['anthropic', 'claude-opus-5-5', 4, 0.2, 20],
  ['anthropic', 'claude-opus-5', 5, 0.5, 25],
  ['anthropic', 'claude-opus-4-7', 5, 0.5, 25],
  ['anthropic', 'claude-opus-4-6', 5, 0.5, 25],
  ['anthropic', 'claude-opus-4-5', 5, 0.5, 25],
  ['anthropic', 'claude-sonnet-5-5', 2, 0.1, 10],
  ['anthropic', 'claude-sonnet-5', 2, 0.2, 10],
  ['anthropic', 'claude-sonnet-4-5', 3, 0.3, 15],
  ['anthropic', 'claude-haiku-4-5', 1, 0.1, 5],
  ['openai', 'gpt-6.1-sol', 2, 0.1, 10],
  ['openai', 'gpt-6.1-terra', 1, 0.05, 5],
  ['openai', 'gpt-6-sol', 2, 0.2, 10],
  ['openai', 'gpt-6-luna', 0.1, 0.01, 0.5],
];

/** What the configuration says, else what is generally known; null: nobody knows. */
export function priceOf({ price, via, model }: Pick<ReviewerRule, 'price' | 'via' | 'model'>): Price | null {
  if (price !== null) return price;
  // a date behind the name is the same model; any other word behind it is another one
  const row = ROWS.find(([by, name]) => by === via && (model === name || isDated(model, name)));
  if (row === undefined) return null;
  const [, , input, cached, output] = row;
  return { input, cached, output };
}

function isDated(model: string, name: string): boolean {
  return model.startsWith(`${name}-`) && /^\d{4}-?\d{2}-?\d{2}$/.test(model.slice(name.length + 1));
}

/** `input` counts all that was read, `cached` is how much of it came from the vendor's cache. */
export function moneyOf(tokens: Tokens, price: Price | null): number {
  if (price === null) return 0;
  const cached = Math.min(tokens.cached, tokens.input);
  return ((tokens.input - cached) * price.input + cached * price.cached + tokens.output * price.output) / 1e6;
}

const LETTERS_PER_TOKEN = 3.5;

/** Before a request nobody knows its tokens; code has fewer letters to each than prose. */
export function estimateTokens(letters: number): number {
  return Math.ceil(letters / LETTERS_PER_TOKEN);
}
