// Draws the journey's machine as a Mermaid state diagram, from the machine itself: docs/journey.md is made of it.

import type { StateNode } from 'xstate';
import type { JourneyMachine } from './machine.ts';

/** Lines of a Mermaid `stateDiagram-v2`; transitions with the same ends are one arrow. */
export function drawJourney(machine: JourneyMachine): string {
  const lines = ['stateDiagram-v2', '  direction TB', `  [*] --> ${machine.root.initial.target[0]!.key}`];
  for (const state of Object.values(machine.root.states)) draw(state as AnyState, '  ', lines);
  return `${lines.join('\n')}\n`;
}

// oxlint-disable-next-line no-explicit-any -- a drawing is of any machine, whatever its context and events.
type AnyState = StateNode<any, any>;

function draw(state: AnyState, indent: string, lines: string[]) {
  const inner = Object.values(state.states) as AnyState[];
  if (inner.length > 0) {
    lines.push(`${indent}state ${nameOf(state)} {`, `${indent}  [*] --> ${nameOf(state.initial.target[0] as AnyState)}`);
    for (const child of inner) draw(child, `${indent}  `, lines);
    lines.push(`${indent}}`);
  }
  if (state.type === 'final') lines.push(`${indent}${nameOf(state)} --> [*]`);
  const arrows = new Map<string, string[]>();
  for (const transition of [...state.transitions.values()].flat()) {
    for (const target of transition.target ?? []) {
      const to = nameOf(target as AnyState);
      const guard = typeof transition.guard === 'string' ? ` [${transition.guard}]` : '';
      arrows.set(to, [...(arrows.get(to) ?? []), `${transition.eventType}${guard}`]);
    }
  }
  for (const [to, labels] of arrows) lines.push(`${indent}${nameOf(state)} --> ${to} : ${labels.join(', ')}`);
}

/** `pay_shown`: ids of Mermaid have no dots. */
function nameOf(state: AnyState): string {
  return state.path.join('_');
}
