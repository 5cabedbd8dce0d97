import { followShadowsSystem } from '#server/decoders/follow-shadows.ts';
import { Rounds } from '#server/platform/rounds.ts';
import { closeEditorSandbox, editorSandbox } from '#server/scripts/editor-sandbox.ts';

const EVERY_MS = 5_000;

/** Tries candidates on what comes, apart from the processes that decode real messages; any worker may, beside others. */
export class ShadowWatch extends Rounds {
  constructor() {
    super('candidates were not tried in the shadow', EVERY_MS);
  }

  protected async round(): Promise<boolean> {
    return followShadowsSystem({ runBatch: (calls) => editorSandbox().runBatch(calls) });
  }

  override async stop(withinMs: number): Promise<void> {
    await super.stop(withinMs);
    await closeEditorSandbox();
  }
}
