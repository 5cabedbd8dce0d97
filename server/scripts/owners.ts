import type { OperationName } from '#server/access/operations.ts';
import type { ScriptOwnerKind } from './contract.ts';

/** What owns scripts: who may look and change, and its names elsewhere. */
interface OwnerWords {
  read: OperationName;
  update: OperationName;
  /** Of the codes of its refusals. */
  noun: string;
  /** Of the audit log. */
  object: string;
}

export const OWNERS: Record<ScriptOwnerKind, OwnerWords> = {
  decoder: { read: 'decoders.read', update: 'decoders.update', noun: 'decoders', object: 'decoder' },
  encoder: { read: 'encoders.read', update: 'encoders.update', noun: 'encoders', object: 'encoder' },
  format: {
    read: 'message-formats.read',
    update: 'message-formats.update',
    noun: 'message-formats',
    object: 'message-format',
  },
};
