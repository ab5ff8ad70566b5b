/** Whose model a name stands for: `anthropic/claude-opus-4-5`, `gpt-5`, `openrouter/google/gemini-3`. Null: cannot be told. */
export function vendorOfModel(model: string): string | null {
  const name = model.toLowerCase();
  return VENDORS.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}

// a model's own name comes before who resells it: `bedrock/claude` is Anthropic's
const VENDORS: readonly (readonly [vendor: string, pattern: RegExp])[] = [
  ['anthropic', /(^|[^a-z])(claude|sonnet|opus|haiku)([^a-z]|$)/],
  ['openai', /(^|[^a-z])(gpt|chatgpt|codex|o[1345])([^a-z]|$)/],
  ['google', /(^|[^a-z])(gemini|gemma)([^a-z]|$)/],
  ['meta', /(^|[^a-z])(code)?llama([^a-z]|$)/],
  ['mistral', /(^|[^a-z])(mistral|mixtral|codestral|devstral|magistral)([^a-z]|$)/],
  ['deepseek', /(^|[^a-z])deepseek([^a-z]|$)/],
  ['alibaba', /(^|[^a-z])(qwen|qwq)([^a-z]|$)/],
  ['xai', /(^|[^a-z])grok([^a-z]|$)/],
  ['moonshot', /(^|[^a-z])kimi([^a-z]|$)/],
  ['zhipu', /(^|[^a-z])glm([^a-z]|$)/],
  ['amazon', /(^|[^a-z])nova([^a-z]|$)/],
  ['anthropic', /^anthropic\//],
  ['openai', /^openai\//],
  ['google', /^google\//],
];
