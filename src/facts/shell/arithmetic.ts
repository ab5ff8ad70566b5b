import type { ArithmeticNode } from './parse.ts';

/** What `$(( … ))` comes to; null where a variable in it is not known. */
export function arithmetic(node: ArithmeticNode | undefined, valueOf: (name: string) => string | null): number | null {
  return node === undefined ? 0 : evaluated(node, valueOf, 0);
}

type Look = (name: string) => string | null;

function evaluated(node: ArithmeticNode, look: Look, depth: number): number | null {
  if (depth > 100) return null;
  switch (node.type) {
    case 'ArithmeticWord':
      return numberOf(node.value, look, depth);
    case 'ArithmeticGroup':
      return evaluated(node.expression, look, depth + 1);
    case 'ArithmeticUnary': {
      const value = evaluated(node.operand, look, depth + 1);
      return value === null ? null : unary(node.operator, value);
    }
    case 'ArithmeticTernary': {
      const test = evaluated(node.test, look, depth + 1);
      return test === null ? null : evaluated(test === 0 ? node.alternate : node.consequent, look, depth + 1);
    }
    case 'ArithmeticBinary': {
      const left = evaluated(node.left, look, depth + 1);
      const right = evaluated(node.right, look, depth + 1);
      return left === null || right === null ? null : binary(node.operator, left, right);
    }
    case 'ArithmeticCommandExpansion':
      return null;
  }
}

function numberOf(text: string, look: Look, depth: number): number | null {
  if (/^(0[xX][0-9a-fA-F]{1,12}|\d{1,15})$/.test(text)) return /^0\d/.test(text) ? parseInt(text, 8) : Number(text);
  const based = /^(\d{1,2})#([0-9a-zA-Z]{1,12})$/.exec(text);
  if (based !== null) {
    const base = Number(based[1]);
    return base >= 2 && base <= 36 ? parseInt(based[2] ?? '', base) : null;
  }
  const name = /^\$?\{?([A-Za-z_]\w*)\}?$/.exec(text)?.[1];
  const value = name === undefined || depth > 5 ? null : look(name);
  return value === null ? null : value === '' ? 0 : /^-?\d{1,15}$/.test(value) ? Number(value) : null;
}

function unary(operator: string, value: number): number | null {
  if (operator === '-') return -value;
  if (operator === '+') return value;
  if (operator === '!') return value === 0 ? 1 : 0;
  return operator === '~' ? ~value : null;
}

function binary(operator: string, left: number, right: number): number | null {
  const result = BINARY[operator]?.(left, right);
  return result === undefined || !Number.isFinite(result) ? null : result;
}

const BINARY: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => Math.trunc(a / b),
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
};
