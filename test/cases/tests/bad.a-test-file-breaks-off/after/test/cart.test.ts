import { describe, expect, it } from 'vitest';
import { openCart } from '../src/cart.ts';

describe('cart', () => {
  it('starts empty', () => {
    expect(openCart().items).toEqual([]);
  });

  it('adds the tax of the country', () => {
    const cart = openCart({ country: 'AT' });
    cart.put({ name: 'tea', cents: 1000 });
    expect(cart.total()).toEqual({ ne