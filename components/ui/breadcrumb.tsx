import Link from 'next/link';
import { useTranslations } from 'next-intl';

export interface Crumb {
  label: string;
  href?: string | undefined;
}

export function Breadcrumb({ items }: { items: Crumb[] }) {
  const t = useTranslations('ui');
  return (
    <nav aria-label={t('breadcrumb')} className="mb-2 min-w-0 text-[12.5px] text-faint leading-[18px]">
      <ol className="flex min-w-0 items-center">
        {items.map((item, index) => {
          const last = index === items.length - 1;
          return (
            <li
              key={`${item.href ?? ''}${item.label}`}
              className={last ? 'min-w-0 truncate' : 'flex max-w-[40%] shrink-0'}
            >
              {item.href && !last ? (
                <Link
                  href={item.href}
                  className="truncate rounded-sm focus-inset hover:text-ink hover:underline"
                >
                  {item.label}
                </Link>
              ) : (
                <span className={last ? 'text-dim' : 'truncate'} aria-current={last ? 'page' : undefined}>
                  {item.label}
                </span>
              )}
              {last ? null : (
                <span aria-hidden="true" className="px-1.5 text-ghost">
                  /
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
