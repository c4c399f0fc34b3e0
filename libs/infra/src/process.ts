const PATIENCE_MS = 10_000;

/** A child that ends with this code says: my configuration is wrong, restarting me will not help. */
export const CONFIGURATION_ERROR = 78;

/**
 * Promises that `close` runs once, on SIGTERM, SIGINT or when the parent is gone, and that the process ends after it:
 * with 0, or with 1 when `close` failed or took longer than ten seconds.
 */
export function onShutdown(close: () => Promise<void>): void {
  let closing = false;
  const shutdown = (): void => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Shutting down failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', shutdown);
  process.on('SIGINT', shutdown);
  process.on('disconnect', shutdown);
  // A parent that died before we listened has closed the channel already: its event will not come again.
  if (process.send !== undefined && !process.connected) shutdown();
}
