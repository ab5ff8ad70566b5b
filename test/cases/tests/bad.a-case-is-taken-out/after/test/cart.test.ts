import { describe, expect, it } from 'vitest';
import { openCart } from '../src/cart.ts';

describe('cart', () => {
  it('starts empty', () => {
    expect(openCart().items).toEqual([]);
  });

  it('refuses an amount below zero', () => {
    const cart = openCart();
    expect(() => cart.put({ name: 'tea', cents: -1 })).toThrow('below zero');
  });
});
