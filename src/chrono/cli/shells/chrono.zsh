#compdef chrono
# Completion of chrono for zsh: source <(chrono completion zsh), or as _chrono in a folder of $fpath.

_chrono() {
    local answer kind line value
    local -a lines values shown behind
    local -i width=0
    answer=$(_CHRONO_COMPLETE=zsh ${(Q)~words[1]} "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" \
        </dev/null 2>/dev/null)
    lines=("${(@f)answer}")
    kind=${lines[1]}
    shift lines
    case $kind in
        (files)
            if [[ $PREFIX == --*=* ]]; then  # of `--output=FILE` the part that is one
                IPREFIX+="${PREFIX%%=*}="
                PREFIX="${PREFIX#*=}"
            fi
            _files
            return ;;
        (words|list) ;;
        (*) return 1 ;;
    esac
    for line in "${lines[@]}"; do
        value="${line%%$'\t'*}"
        values+=("$value")
        (( ${(m)#value} > width )) && width=${(m)#value}
    done
    for line in "${lines[@]}"; do
        value="${line%%$'\t'*}"
        line="${line:${#value}}"
        shown+=("${(mr:width:)value}${line:+  -- ${line#$'\t'}}")
    done
    # What can only be the beginning of a word gets no blank behind it.
    [[ ${#values} -eq 1 && $values[1] == *[=.] ]] && behind=(-S '')
    # chrono has matched already, and knows names better: no case, no accents, aliases.
    compadd -U -V chrono -l "${behind[@]}" -d shown -a -- values
    # Where what they have in common says less than what was typed, that stays.
    [[ $kind == list ]] && compstate[insert]=
    return 0
}

if [[ $funcstack[1] == _chrono ]]; then
    _chrono "$@"
elif (( $+functions[compdef] )); then
    compdef _chrono chrono
fi
