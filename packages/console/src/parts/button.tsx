/** Buttons and links that look like them. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';

interface Look {
  readonly kind?: 'primary' | 'quiet' | 'danger' | undefined;
  readonly small?: boolean;
  /** Only an icon stands in it: its name is spoken. */
  readonly icon?: boolean;
}

export function Button({
  kind,
  small = false,
  icon = false,
  ...props
}: Omit<ButtonProps, 'className'> & Look & { readonly children: ReactNode }) {
  return (
    <AriaButton
      {...props}
      className="button"
      data-kind={kind}
      data-small={small || undefined}
      data-icon={icon || undefined}
    />
  );
}

interface LinkProps extends Look {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}

export function ButtonLink({ to, search = {}, kind, small = false, children }: LinkProps) {
  return (
    <Link
      to={to}
      search={search}
      className="button"
      data-kind={kind}
      data-small={small || undefined}
    >
      {children}
    </Link>
  );
}
