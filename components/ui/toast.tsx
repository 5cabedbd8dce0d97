'use client';
import { Toast as Base } from '@base-ui/react/toast';
import CircleAlert from 'lucide-react/icons/circle-alert';
import CircleCheck from 'lucide-react/icons/circle-check';
import Info from 'lucide-react/icons/info';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

export interface ToastMessage {
  title: string;
  description?: string | undefined;
  tone?: 'good' | 'bad' | 'info' | undefined;
  /** Undo rather than "are you sure?". */
  action?: { label: string; onPress: () => void } | undefined;
}

const manager = Base.createToastManager();

/** Errors stay until they are read: what is gone cannot be acted on. */
export function toast({ title, description, tone = 'good', action }: ToastMessage): string {
  return manager.add({
    title,
    description,
    type: tone,
    timeout: tone === 'bad' ? 0 : action ? 10_000 : 5_000,
    priority: tone === 'bad' ? 'high' : 'low',
    ...(action ? { actionProps: { children: action.label, onClick: action.onPress } } : {}),
  });
}

const marks: Record<string, ReactNode> = {
  good: <CircleCheck aria-hidden="true" className="text-accent" />,
  bad: <CircleAlert aria-hidden="true" className="text-bad" />,
  info: <Info aria-hidden="true" className="text-up" />,
};

function ToastList() {
  const t = useTranslations('ui');
  const { toasts } = Base.useToastManager();
  return toasts.map((item) => (
    <Base.Root key={item.id} toast={item} className="toast-card">
      <Base.Content className="flex items-start gap-2.5 p-3 pr-2 transition-opacity data-[behind]:opacity-0 data-[expanded]:opacity-100">
        <span className="mt-px [&_svg]:size-[18px]">{marks[item.type ?? 'good']}</span>
        <div className="min-w-0 flex-1">
          <Base.Title className="font-medium" />
          <Base.Description className="break-words text-dim text-sm" />
        </div>
        {item.actionProps ? (
          <Base.Action className="h-7 shrink-0 rounded-md px-2 font-medium text-accent hover:bg-accent-soft" />
        ) : null}
        <Base.Close
          aria-label={t('close')}
          className="grid size-7 shrink-0 place-items-center rounded-md text-faint hover:bg-sel hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}

export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-80 w-[calc(100vw-2rem)] sm:w-[22.5rem]">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}
