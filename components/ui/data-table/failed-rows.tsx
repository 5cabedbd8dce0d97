'use client';
import { useTranslations } from 'next-intl';
import { createContext, use } from 'react';
import { Button } from '../button.tsx';
import { EmptyState } from '../empty-state.tsx';
import { ErrorState } from '../error-state.tsx';

/** Words for what a server refused with; a product that has codes sets its own. */
const ErrorWordsContext = createContext<(error: Error) => string>((error) => error.message);

export const ErrorWordsProvider = ErrorWordsContext;

interface FailedRowsProps {
  error: Error;
  onRetry: () => void;
  /** Where an order was asked for: back to the list's own. */
  onUnsort?: (() => void) | undefined;
}

/** Of the refusals of tables this is none that trying again would heal. */
const tooManyToSort = (error: Error) => 'code' in error && error.code === 'tables.too-many-to-sort';

export function FailedRows({ error, onRetry, onUnsort }: FailedRowsProps) {
  const t = useTranslations('ui.table');
  const words = use(ErrorWordsContext)(error);
  if (onUnsort && tooManyToSort(error))
    return (
      <div role="alert">
        <EmptyState title={t('notSorted')} action={<Button onClick={onUnsort}>{t('sortAsUsual')}</Button>}>
          {words}
        </EmptyState>
      </div>
    );
  const requestId = 'requestId' in error && typeof error.requestId === 'string' ? error.requestId : undefined;
  return (
    <ErrorState title={t('failedTitle')} requestId={requestId} onRetry={onRetry}>
      {words || t('failedText')}
    </ErrorState>
  );
}
