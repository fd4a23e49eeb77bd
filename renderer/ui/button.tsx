// A button. `main` is the one way forward on a screen; `plain` the others; `quiet` what few need.

import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Icon, type IconName } from './icon.tsx';
import styles from './button.module.css';

export type ButtonProps = {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly kind?: 'main' | 'plain' | 'quiet';
  readonly icon?: IconName;
  readonly iconAfter?: IconName;
  readonly disabled?: boolean;
  readonly label?: string;
  readonly autoFocus?: boolean;
};

export function Button({ children, onPress, kind = 'plain', icon, iconAfter, disabled = false, label, autoFocus = false }: ButtonProps) {
  return (
    <AriaButton
      className={`${styles.button} ${styles[kind]}`}
      onPress={onPress}
      isDisabled={disabled}
      autoFocus={autoFocus}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {iconAfter && <Icon name={iconAfter} />}
    </AriaButton>
  );
}
