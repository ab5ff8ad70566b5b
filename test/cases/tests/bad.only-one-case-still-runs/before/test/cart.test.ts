import { describe, expect, it } from 'vitest';
import { openCart } from '../src/cart.ts';

describe('cart', () => {
  it('starts empty', () => {
    expect(openCart().items).toEqual([]);
  });

  it('adds the tax of the country', () => {
    const cart = openCart({ country: 'AT' });
    cart.put({ name: 'tea', cents: 1000 });
    expect(cart.total()).toEqual({ net: 1000, tax: 200 });
    expect(cart.items).toHaveLength(1);
  });

  it('refuses an amount below zero', () => {
    const cart = openCart();
    expect(() => cart.put({ name: 'tea', cents: -1 })).toThrow('below zero');
  });
});
