import { Router } from 'express';
import { requireAdmin } from './auth.ts';
import { removeUser } from './users.ts';

export const routes = Router();
routes.use(requireAdmin);

routes.get('/users', async (req, res) => {
  res.json(await listUsers(req.query));
});
routes.delete('/users/:id', async (req, res) => {
  await removeUser(req.params.id);
  res.status(204).end();
});
