package dev.lamina.plan;

import dev.lamina.engine.Layout;

/** Where a value lies, and in which layout. */
record Place(Slot slot, Layout layout) {}
