import type { Finding } from '../../src/model/finding.ts';

/** A finding of a reviewer that refuses, changed as the test needs it. */
export function findingOf(over: Partial<Finding> = {}): Finding {
  return {
    id: 'f-0000000',
    failureModel: 'errors.swallowed',
    path: 'src/a.ts',
    side: 'after',
    line: 3,
    to: 3,
    symbol: 'save',
    quote: '} catch {}',
    severity: 'high',
    blocking: true,
    title: 'The error is lost',
    why: 'Nobody learns of it.',
    fix: 'Let it through.',
    criterion: null,
    confidence: 0.9,
    by: { kind: 'reviewer', reviewer: 'openai/gpt-6', vendor: 'openai', model: 'gpt-6' },
    ...over,
  };
}
