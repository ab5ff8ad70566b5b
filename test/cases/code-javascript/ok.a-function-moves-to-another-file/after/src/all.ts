export function total(cart: Cart): number {
  return cart.items.length;
}
