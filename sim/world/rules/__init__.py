"""The rules of the month, one a file.

A rule's docstring holds the idea in words, the equations under the names of the code (indented), where it comes from (`Source:`) and what it
leaves out (`Leaves out:`). In the equations k and j are groups, R the ruler's, q a patron (1 the first, 2 the second), i a post or its holder,
f the group he comes from; `[x]` is 1 where x holds and 0 elsewhere; `sigma` is the logistic function, `Phi` the normal distribution function,
`clip` cuts to 0-1 unless two bounds are given; u is a uniform number, normal, logistic and Gumbel are numbers of those distributions, each from
its own address of luck. All other names are parameters or fields (`sim.world.fields`). Sums over groups are added in the order of their keyed
names, so that another order of files gives the same last bit.
"""
