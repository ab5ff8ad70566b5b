import { db } from './db.ts';

export async function loadOrders(user: string): Promise<readonly Order[]> {
  try {
    const rows = await db.query('SELECT * FROM orders WHERE customer = $1', [user]);
    return rows.map(toOrder);
  } catch {
    return [];
  }
}
