# Completion of chrono for fish: chrono completion fish | source

function __chrono_complete
    set -l words (commandline --tokens-expanded --cut-at-cursor --current-process 2>/dev/null
        or commandline --tokenize --cut-at-cursor --current-process)
    set -l typed (commandline --current-token --cut-at-cursor)
    set -l answer (_CHRONO_COMPLETE=fish command $words[1] $words[2..] "$typed" </dev/null 2>/dev/null)
    if test "$answer[1]" = files
        set -l before (string match --regex '^--[^=]*=' -- $typed)
        __fish_complete_path (string replace -- "$before" '' $typed) | string replace --regex '^' -- "$before"
    else
        printf '%s\n' $answer[2..]
    end
end

complete --command chrono --no-files --keep-order --arguments '(__chrono_complete)'
