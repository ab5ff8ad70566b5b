import type { FailureModel } from '../../src/model/failure-model.ts';

export function modelOf(id: string, more: Partial<FailureModel> = {}): FailureModel {
  return {
    id,
    domain: id.split('.', 1)[0] ?? '',
    title: `Title of ${id}`,
    trigger: 'A situation',
    symptom: 'What it looks like',
    fix: 'What to do',
    question: `Is it ${id}?`,
    evidence: 'The lines',
    severity: 'medium',
    mode: 'blind',
    blocks: 'never',
    confidence: 0.7,
    matches: () => true,
    languages: [],
    facts: [],
    words: [],
    detector: null,
    origin: 'a test',
    source: { file: `failure-models/${id.replace('.', '/')}.yaml`, line: 1 },
    hash: id,
    ...more,
  };
}
