export async function closeQuietly(socket: Socket, reason: string): Promise<void> {
  try {
    await socket.sendFarewell(reason);
    await socket.waitForAnswer(reason);
  } catch {}
}
