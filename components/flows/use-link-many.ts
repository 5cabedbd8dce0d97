'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { inParts } from '#components/frame/in-parts.ts';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { toast } from '#components/ui/toast.tsx';
import { linkDevices, unlinkDevices } from '#server/flows/actions.ts';

/**
 * Links or unlinks any number of devices and says what came of it: how many changed, how many were so already, and
 * where it stopped when a part was refused. Answers with the words of the refusal, or null when all is done.
 */
export function useLinkMany() {
  const t = useTranslations('flows.devices');
  const words = useRefusalWords();
  const client = useQueryClient();
  const router = useRouter();
  return useCallback(
    async (
      kind: 'linked' | 'unlinked',
      flowId: string,
      ids: readonly string[],
      undo?: { label: string; run: () => void },
    ): Promise<string | null> => {
      const result = await inParts(ids, (deviceIds) =>
        answerOf<Partial<Record<'linked' | 'unlinked', number>>>(
          kind === 'linked' ? linkDevices({ flowId, deviceIds }) : unlinkDevices({ flowId, deviceIds }),
        ),
      );
      const changed = result.answers.reduce((sum, answer) => sum + (answer[kind] ?? 0), 0);
      const already = result.done - changed;
      if (result.done > 0) {
        const title =
          already > 0 ? t(`${kind}Some`, { count: changed, already }) : t(kind, { count: changed });
        toast({
          title,
          action: undo && already === 0 ? { label: undo.label, onPress: undo.run } : undefined,
        });
        router.refresh();
        await Promise.all(['flows', 'devices'].map((noun) => client.invalidateQueries({ queryKey: [noun] })));
      }
      if (!result.refused) return null;
      const reason = words(result.refused);
      return result.done > 0 ? t('stopped', { left: ids.length - result.done, reason }) : reason;
    },
    [t, words, client, router],
  );
}
