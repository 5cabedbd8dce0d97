import { env } from '#server/platform/env.ts';
import type { InstallationWeeks } from './rules.ts';

/** As its operator set it. Measurements stay at least as long as the messages that they came with. */
export function installationWeeks(): InstallationWeeks {
  const { KEEP_MESSAGES_WEEKS: messages, KEEP_MEASUREMENTS_WEEKS } = env();
  return { messages, measurements: Math.max(KEEP_MEASUREMENTS_WEEKS, messages) };
}
