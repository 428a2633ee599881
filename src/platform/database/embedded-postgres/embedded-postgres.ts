import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkCluster, clusterExists, initialiseCluster } from './cluster.js';
import { credentialsLost, moveToPort, readOrMakeUrl, readUrl, waitUntilReady } from './connection.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { giveUpOwnership, hasLivingOwner, readOwnership, takeOwnership, weOwn } from './ownership.js';
import { findRunningServer, waitForPort } from './postmaster-pid-file.js';
import { deleteHome, locateHome, makeDataDir, prepareHome } from './server-home.js';
import { serverSettings, startServer, stopServer } from './server-control.js';
import { withStartLock } from './start-lock.js';

export interface EmbeddedPostgresOptions {
  /** Made if missing. Holds the data, the password and the server's log; give it to nothing else. */
  dataDir: string;
  /** Told what takes long, in words for a person. */
  onProgress?: (line: string) => void;
  /** False trades safety against power loss for speed: for tests. Default true. */
  durable?: boolean;
  /** Default 100. */
  maxConnections?: number;
}

export interface EmbeddedPostgres {
  /** `postgresql://user:password@127.0.0.1:port/switchboard`; the role may create databases. */
  url: string;
  /** True when a server was running already. */
  adopted: boolean;
  /** True when our `stop()` is the one that ends the server. */
  owned: boolean;
  /**
   * Ends the server if we own it, else does nothing. May be called again. Rejects with EmbeddedPostgresError.
   */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL in `dataDir`, or adopts the one that runs there. Resolves when it answers.
 *
 * The server lives in a session of its own: neither Ctrl-C nor the death of this process ends it, only
 * `stop()` of its owner. Owner is the process that started it, and after that one's death the next that calls
 * this; whoever calls it meanwhile is a guest.
 *
 * Dangerous: guests lose the server when its owner stops it, so don't share a data directory between programs
 * that end at different times. Two containers must not share one at all: nothing can see from one that the
 * other runs a server.
 *
 * @example const postgres = await startEmbeddedPostgres({ dataDir: '.data/postgres', onProgress: console.log });
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = makeDataDir(resolve(options.dataDir));
  const durable = options.durable ?? true;
  const settings = serverSettings({ durable, maxConnections: options.maxConnections ?? 100 });
  const onProgress = options.onProgress ?? (() => undefined);

  return withStartLock(dataDir, async () => {
    if (findRunningServer(locateHome(dataDir).data) !== undefined) {
      const adopted = await adopt(dataDir, settings);
      if (adopted !== undefined) return adopted;
    }
    return launch(dataDir, { settings, durable, onProgress });
  });
}

/**
 * Deletes a data directory with all its data, after stopping the server in it. A missing one is no error.
 *
 * @throws EmbeddedPostgresError IN_USE when another living process owns the server.
 */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const directory = makeDataDir(resolve(dataDir));
  await withStartLock(directory, async () => {
    if (findRunningServer(locateHome(directory).data) !== undefined) {
      if (hasLivingOwner(directory) && !weOwn(directory)) {
        throw new EmbeddedPostgresError(
          'IN_USE',
          `Process ${readOwnership(directory)?.owner.pid} runs the embedded PostgreSQL in ${directory}. End it first.`,
        );
      }
      await stopServer(locateHome(directory));
    }
    deleteHome(directory);
  });
}

/**
 * Undefined when a server must be started after all: the one that ran has ended meanwhile, or we have ended
 * it, because its owner is dead and its settings are not ours.
 */
async function adopt(dataDir: string, settings: string[]): Promise<EmbeddedPostgres | undefined> {
  const guest = hasLivingOwner(dataDir);
  if (!guest && readOwnership(dataDir)?.settings.join() !== settings.join()) {
    await stopServer(locateHome(dataDir));
    return undefined;
  }
  const { data } = locateHome(dataDir);
  const known = readUrl(dataDir);
  if (known === undefined) throw credentialsLost('is missing');
  const isRunning = () => findRunningServer(data) !== undefined;
  let url: URL;
  try {
    url = moveToPort(dataDir, known, await waitForPort(data));
    await waitUntilReady(url, isRunning);
  } catch (error) {
    // It was about to end when we found it.
    if (!isRunning()) return undefined;
    throw error;
  }
  if (!guest) takeOwnership(dataDir, settings);
  return handle(dataDir, url, { adopted: true, owned: !guest });
}

interface LaunchPlan {
  settings: string[];
  durable: boolean;
  onProgress: (line: string) => void;
}

async function launch(
  dataDir: string,
  { settings, durable, onProgress }: LaunchPlan,
): Promise<EmbeddedPostgres> {
  const home = await prepareHome(dataDir, onProgress);
  if (clusterExists(home)) {
    checkCluster(home, home.binaries.majorVersion);
    if (readUrl(dataDir) === undefined) throw credentialsLost('is missing');
  } else {
    onProgress('Making a PostgreSQL database cluster (once, about a second) …');
    const { password } = await readOrMakeUrl(dataDir);
    await initialiseCluster(home, password, durable);
  }
  // Before the start: were we killed during it, the server would otherwise belong to whoever owned the one
  // before.
  takeOwnership(dataDir, settings);
  const known = await readOrMakeUrl(dataDir);
  const url = moveToPort(dataDir, known, await startServer(home, settings, Number(known.port)));
  await waitUntilReady(url, () => findRunningServer(home.data) !== undefined);
  return handle(dataDir, url, { adopted: false, owned: true });
}

function handle(dataDir: string, url: URL, state: { adopted: boolean; owned: boolean }): EmbeddedPostgres {
  const stopOnce = async () => {
    if (!state.owned || !existsSync(dataDir)) return;
    await withStartLock(dataDir, async () => {
      // Ours no more when somebody stopped it under us and another process has started it again.
      if (!weOwn(dataDir)) return;
      await stopServer(locateHome(dataDir));
      giveUpOwnership(dataDir);
    });
  };
  let stopping: Promise<void> | undefined;
  return { url: url.href, ...state, stop: () => (stopping ??= stopOnce()) };
}
