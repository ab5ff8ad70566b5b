import { isRecord } from '../../model/json.ts';
import { withoutSlash } from './address.ts';
import { converse } from './converse.ts';
import { type Body, countIn, recordIn, recordsIn, textIn } from './fields.ts';
import { plainSchema } from './plain-schema.ts';
import type { Line, Question, Reply, Vendor } from './reviewer.ts';

const HOST = 'https://generativelanguage.googleapis.com';

/** https://ai.google.dev/api/generate-content */
export const vendor: Vendor = {
  id: 'google',
  title: 'Gemini API',
  vendor: 'google',
  keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  host: HOST,
  ask: (question, line) => call(question.model, bodyOf(question), line),
  check: (model, line) =>
    call(model, { contents: [said(['Say ok.'])], generationConfig: { maxOutputTokens: 16 } }, line),
};

function call(model: string, body: Body, line: Line): Promise<Reply> {
  const name = encodeURIComponent(model.replace(/^models\//, ''));
  return converse(
    {
      // in the address it would stand in every log on the way
      headers: (key): Readonly<Record<string, string>> => (key === null ? {} : { 'x-goog-api-key': key }),
      send: (wire, base) =>
        wire.fetch(`${withoutSlash(base)}/v1beta/models/${name}:generateContent`, {
          method: 'POST',
          body: JSON.stringify(body),
        }),
      read,
    },
    line,
    HOST,
  );
}

function bodyOf(question: Question): Body {
  return {
    systemInstruction: { parts: [{ text: question.system }] },
    contents: [said([question.prefix, question.prompt].filter((text) => text !== ''))],
    generationConfig: {
      maxOutputTokens: question.mostOutput,
      responseMimeType: 'application/json',
      responseJsonSchema: plainSchema(question.schema),
    },
  };
}

function said(texts: readonly string[]): Body {
  return { role: 'user', parts: texts.map((text) => ({ text })) };
}

const ENDS: Readonly<Record<string, Extract<Reply, { kind: 'said' }>['end']>> = {
  STOP: 'whole',
  MAX_TOKENS: 'truncated',
  SAFETY: 'filtered',
  RECITATION: 'filtered',
  BLOCKLIST: 'filtered',
  PROHIBITED_CONTENT: 'filtered',
  SPII: 'filtered',
};

function read(body: unknown, requestId: string | null): Reply | null {
  if (!isRecord(body)) return null;
  const blocked = textIn(recordIn(body, 'promptFeedback'), 'blockReason');
  const [candidate] = recordsIn(body, 'candidates');
  if (candidate === undefined && blocked === null) return null;
  const parts = recordsIn(recordIn(candidate ?? {}, 'content'), 'parts');
  // thoughts are parts as well, and no part of the answer
  const text = parts.map((part) => (part['thought'] === true ? '' : (textIn(part, 'text') ?? ''))).join('');
  const end = ENDS[textIn(candidate ?? {}, 'finishReason') ?? ''] ?? 'unclear';
  const usage = recordIn(body, 'usageMetadata');
  return {
    kind: 'said',
    text,
    end: blocked === null ? (end === 'whole' && text === '' ? 'unclear' : end) : 'filtered',
    served: textIn(body, 'modelVersion'),
    tokens: {
      input: countIn(usage, 'promptTokenCount'),
      cached: countIn(usage, 'cachedContentTokenCount'),
      output: countIn(usage, 'candidatesTokenCount') + countIn(usage, 'thoughtsTokenCount'),
    },
    requestId: requestId ?? textIn(body, 'responseId'),
  };
}
