/**
 * A model made ready to run: {@link dev.rot180.exec.Program} is the checked graph with its constant
 * parts computed, {@link dev.rot180.exec.Planner} settles it for given input shapes, and {@link
 * dev.rot180.exec.Plan} is the list of steps that is left, with the memory they share.
 */
package dev.rot180.exec;
