import type { Asked, Canary, Sheet, SheetLine } from '../../src/review/exchange.ts';
import type { Reply } from '../../src/review/vendors/reviewer.ts';

/** A sheet of lines as a diff has them: `+` and `-` changed, a space unchanged. Each file begins at `from`. */
export function sheetOf(files: Readonly<Record<string, string>>, from = 1): Sheet {
  const lines = Object.entries(files).flatMap(([path, diff]): readonly SheetLine[] => {
    let [before, after] = [from, from];
    return diff.split('\n').map((row) => {
      const [sign, text] = [row[0], row.slice(1)];
      const side = sign === '-' ? 'before' : 'after';
      const line = side === 'before' ? before : after;
      if (sign !== '+') before += 1;
      if (sign !== '-') after += 1;
      return { path, side, line, text, changed: sign !== ' ', symbol: 'work' };
    });
  });
  return { id: '1', text: lines.map(({ text }) => text).join('\n'), lines, paths: Object.keys(files), tokens: 100 };
}

export const CANARY: Canary = {
  path: 'canary-5f3a/check.ts',
  line: 2,
  text: 'if (password === "letmein") return grantAll();',
  failureModel: 'security.backdoor',
};

export function askedOf(sheet: Sheet, over: Partial<Asked> = {}): Asked {
  return {
    question: {
      model: 'gpt-6',
      system: '',
      prefix: '',
      prompt: sheet.text,
      schema: {},
      schemaName: 'review',
      mostOutput: 1000,
    },
    purpose: 'blind',
    sheet,
    canary: CANARY,
    failureModels: ['errors.swallowed', 'security.injection', 'security.backdoor'],
    open: [],
    criteria: ['AC-1'],
    ...over,
  };
}

export type RawClaim = Readonly<Record<string, unknown>>;

export function claim(over: RawClaim = {}): RawClaim {
  return {
    failure_model: 'errors.swallowed',
    path: 'src/a.ts',
    side: 'after',
    line: 3,
    to: 3,
    quote: '} catch {}',
    title: 'The error is lost',
    why: 'Nobody learns that the write failed.',
    fix: 'Let it through.',
    severity: 'high',
    criterion: null,
    confidence: 0.9,
    ...over,
  };
}

export const CANARY_CLAIM: RawClaim = claim({
  failure_model: CANARY.failureModel,
  path: CANARY.path,
  line: CANARY.line,
  to: CANARY.line,
  quote: CANARY.text,
  confidence: 1,
});

export function bodyOf(sheet: Sheet, over: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return { read: sheet.paths.map((path) => ({ path })), findings: [CANARY_CLAIM], rulings: [], ...over };
}

export function said(text: string, over: Partial<Extract<Reply, { kind: 'said' }>> = {}): Reply {
  const tokens = { input: 1, cached: 0, output: 1 };
  return { kind: 'said', text, end: 'whole', served: 'gpt-6', tokens, requestId: null, ...over };
}
