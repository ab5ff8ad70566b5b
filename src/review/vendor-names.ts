/** Nobody knows whose model it is: never foreign to anybody. */
export const UNKNOWN = 'unknown';

/** How the same vendor is called elsewhere, without spaces and signs. */
const ALIASES: Readonly<Record<string, string>> = {
  anthropic: 'anthropic claude claudecode claudeai',
  openai: 'openai gpt chatgpt codex openaicodex',
  google: 'google gemini googleai googlegemini geminicli deepmind googledeepmind',
  xai: 'xai grok',
  meta: 'meta llama metaai',
  mistral: 'mistral mistralai',
  alibaba: 'alibaba qwen alibabacloud',
  deepseek: 'deepseek deepseekai',
  moonshot: 'moonshot kimi moonshotai',
  zhipu: 'zhipu glm zai zhipuai',
  // places where models of many vendors run, and words that say nothing
  unknown:
    'unknown none any other auto self default mixed various openrouter copilot githubcopilot github cursor bedrock amazonbedrock ' +
    'vertex vertexai azure azureopenai foundry ollama lmstudio vllm llamacpp litellm openaicompatible openaicompat compatible custom proxy',
};
const VENDORS: ReadonlyMap<string, string> = new Map(
  Object.entries(ALIASES).flatMap(([vendor, names]) =>
    names.split(' ').map((name): [string, string] => [name, vendor]),
  ),
);

/** How a model's own name gives away whose it is, whatever was declared. */
const FAMILIES: readonly (readonly [family: RegExp, vendor: string])[] = [
  [/\b(claude|sonnet|opus|haiku)/, 'anthropic'],
  [/\b(gpt|chatgpt|codex|o[1-9](-|$))/, 'openai'],
  [/\b(gemini|gemma|palm)/, 'google'],
  [/\bgrok/, 'xai'],
  [/\b(llama|codellama)/, 'meta'],
  [/\b(mistral|mixtral|codestral|devstral|magistral|ministral)/, 'mistral'],
  [/\b(qwen|qwq)/, 'alibaba'],
  [/\bdeepseek/, 'deepseek'],
  [/\bkimi/, 'moonshot'],
  [/\bglm/, 'zhipu'],
];

/** One name for each vendor; what cannot be read, and a name of no vendor, is `unknown`. */
export function vendorOf(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  return plain === '' ? UNKNOWN : (VENDORS.get(plain) ?? plain);
}

/**
 * Whose a model may be: what was declared, and what its name says. A Claude behind a server of one's own is Anthropic's, so it is no
 * second opinion on what Claude wrote.
 */
export function vendorsOf(vendor: string, model = ''): readonly string[] {
  const name = model.toLowerCase();
  const family = FAMILIES.find(([pattern]) => pattern.test(name))?.[1];
  const declared = vendorOf(vendor);
  return family === undefined || family === declared ? [declared] : [family, declared];
}
